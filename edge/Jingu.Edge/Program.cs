using System.CommandLine;
using Jingu.Edge;
using Jingu.Edge.Commands;
using Jingu.Mqtt;
using Jingu.Yaml;

var root = new RootCommand("jingu-edge: the gateway, and the installer's tools. Exit codes: 0 good, 1 a check failed, "
    + "2 bad input or configuration, 3 the machine lacks something, 130 interrupted.")
{
    RunCommand.Create(),
    CheckCommand.Create(),
    ScanCommand.Create(),
    ReadCommand.Create(),
    StatusCommand.Create(),
    ProveSwitchCommand.Create(),
    ReplaceMeterCommand.Create(),
    SettleCommand.Create(),
    ReconcileCommand.Create(),
    GrantCommand.Create(),
    WhyCommand.Create(),
    DrillCommand.Create(),
    JournalCommand.Create(),
    VersionCommand.Create(),
};
try
{
    return await root.Parse(VersionCommand.Expand(args)).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (ConfigurationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCodes.BadInput;
}
catch (MqttLibraryMissingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCodes.MachineLacks;
}
catch (OperationCanceledException)
{
    return ExitCodes.Interrupted;
}
