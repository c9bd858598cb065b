using System.CommandLine;
using System.Net;

namespace Jingu.Edge.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> Config() => new("--config")
    {
        Description = "The gateway's file, gateway.yaml.",
        Required = true,
        HelpName = "FILE",
    };

    public static Option<bool> Json() => new("--json") { Description = "JSON on one line, for scripts." };

    public static Option<IPEndPoint?> Bench() => new("--bench")
    {
        Description = "Take site time from the bench at this address. Real serial ports are refused then.",
        HelpName = "HOST:PORT",
        CustomParser = result =>
        {
            if (IPEndPoint.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"--bench {result.Tokens[0].Value}: give an address such as 127.0.0.1:9000.");
            return null;
        },
    };
}
