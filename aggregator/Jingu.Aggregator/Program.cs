using Jingu.Aggregator.Commands;

// The way of a reading through this program: Ingest -> Persistence -> Reporting -> Web. AggregatorHost puts it
// together.
return await CommandLine.InvokeAsync(args);
