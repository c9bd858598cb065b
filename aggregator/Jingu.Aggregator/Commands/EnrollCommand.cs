using Jingu.Contracts.Signatures;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator enroll</c>: a key pair for policies and commands, and what to copy where. Overwrites nothing.
/// </summary>
internal static class EnrollCommand
{
    public static async Task<int> RunAsync(string name, string folder)
    {
        try
        {
            using var key = SigningKey.Create(name);
            var secret = Path.Combine(folder, $"{name}.key.pem");
            var open = Path.Combine(folder, $"{name}.pub.pem");
            Directory.CreateDirectory(folder);
            var alone = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                alone.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(secret, alone))
            {
                await using var text = new StreamWriter(file);
                await text.WriteAsync(key.ToPem());
            }
            await File.WriteAllTextAsync(open, key.ToVerificationKey().ToPem());
            await Console.Out.WriteLineAsync($"""
                {secret} is the secret half, readable by you alone. In aggregator.yaml, as the first of the list:
                signing:
                  - name: {name}
                    key: {secret}

                {open} is the open half. Copy it to every gateway, beside gateway.yaml, and name it there:
                trusted:
                  - name: {name}
                    file: {name}.pub.pem

                To replace a key: add the new open half to every gateway first, then put the new secret half first in
                aggregator.yaml, and take the old one out of both when every gateway runs a policy of the new key.
                """);
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"No key pair was made: {e.Message} Choose another name or another folder.");
            return ExitCodes.BadInput;
        }
    }
}
