using Jingu.Benchmarks;
using Jingu.Benchmarks.Macro.Subscribing;

return args is [Subscriber.Word, ..] ? await Subscriber.RunAsync(args) : await Command.RunAsync(args);
