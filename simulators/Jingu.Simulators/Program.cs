using System.Runtime.InteropServices;
using Jingu.Simulators.Bench;
using Jingu.Simulators.Recordings;
using Jingu.Time;
using Jingu.Yaml;

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);

var command = BenchCommand.Create((options, _) =>
    new BenchRun(options, ProgramPaths.Find(), Terminal.Open(), MachineTime.OfThisMachine).RunAsync(interrupted.Token));
try
{
    var parsed = command.Parse(args);
    return parsed.Errors.Count > 0
        ? Fail(ExitCodes.BadInput, string.Join('\n', parsed.Errors.Select(error => error.Message)))
        : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (BenchException e)
{
    return Fail(e.ExitCode, e.Message);
}
catch (Exception e) when (e is ConfigurationException or RecordingsException)
{
    return Fail(ExitCodes.BadInput, e.Message);
}
catch (Exception e) when (e is System.Net.Http.HttpRequestException or System.Text.Json.JsonException)
{
    return Fail(ExitCodes.PromiseBroken, $"The run could not be accounted for: {e.Message}");
}
catch (System.ComponentModel.Win32Exception e)
{
    return Fail(
        ExitCodes.MachineLacks,
        $"{e.Message} The bench needs setsid and setpriv: apt-get install util-linux.");
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return Fail(ExitCodes.Interrupted, "Interrupted.");
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

static int Fail(int exitCode, string sentence)
{
    Console.Error.WriteLine(sentence);
    return exitCode;
}
