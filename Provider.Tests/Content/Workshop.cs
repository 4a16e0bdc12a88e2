using System.ComponentModel;
using System.Diagnostics;

namespace Provider.Tests.Content;

/// <summary>
/// A folder in which openssl, keytool, certtool and pk12util work: what other tools write and read is made by them, not
/// from memory.
/// </summary>
internal sealed class Workshop : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("content-tests-");

    public string Put(string name, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
        return name;
    }

    public byte[] Get(string name) => File.ReadAllBytes(Path.Combine(folder.FullName, name));

    /// <summary>Runs openssl and gives what it prints.</summary>
    public byte[] OpenSsl(string arguments) => Run("openssl", arguments);

    /// <summary>Runs keytool and gives what it prints.</summary>
    public byte[] KeyTool(string arguments) => Run("keytool", arguments);

    /// <summary>Runs GnuTLS's certtool and gives what it prints.</summary>
    public byte[] CertTool(string arguments) => Run("certtool", arguments);

    /// <summary>Runs NSS's pk12util and gives what it prints.</summary>
    public byte[] Pk12Util(string arguments) => Run("pk12util", arguments);

    /// <summary>Runs NSS's certutil and gives what it prints.</summary>
    public byte[] CertUtil(string arguments) => Run("certutil", arguments);

    /// <summary>Whether openssl ends well.</summary>
    public bool OpenSslAccepts(string arguments) => TryRun("openssl", arguments, out _, out _);

    public void Dispose() => folder.Delete(recursive: true);

    private byte[] Run(string program, string arguments) =>
        TryRun(program, arguments, out var output, out var error)
            ? output
            : throw new InvalidOperationException(
                $"{program} {arguments}: {error}{System.Text.Encoding.UTF8.GetString(output)}");

    // A machine with the SDK alone runs all other tests; CI installs the tools and so skips none.
    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip(
                $"{start.FileName} is not installed on this machine (Debian packages openssl, default-jre-headless, "
                + "gnutls-bin, libnss3-tools)");
            throw;
        }
    }

    private bool TryRun(string program, string arguments, out byte[] output, out string error)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Started(start);
        process.StandardInput.Close();
        var reading = process.StandardError.ReadToEndAsync();
        using var read = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(read);
        error = reading.GetAwaiter().GetResult();
        output = read.ToArray();
        return process.WaitForExit(30_000) && process.ExitCode == 0;
    }
}
