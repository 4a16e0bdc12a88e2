using System.Diagnostics;
using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>What is in the provider's memory stays there, whoever else runs as its user.</summary>
public sealed class ProcessMemoryTests : IDisposable
{
    private const string Unprivileged = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("memory-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Another_process_of_the_same_user_cannot_read_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "only root can become another user, by setpriv (util-linux)");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);
        var unprivileged = Script("provider", $"exec {Unprivileged} {ProviderProcess.DefaultBinary} \"$@\"");
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        await using var provider = await ProviderProcess.StartAsync(
            unprivileged, cloud, [$"--endpoint=unix://{folder.FullName}/azure.sock"], Patience.Limit);
        using var other = Process.Start("sh", ["-c", $"exec {Unprivileged} sleep 60"]);
        try
        {
            Assert.False(await CanReadAsync(provider.Id));
            await BecomesReadableAsync(other.Id);
        }
        finally
        {
            other.Kill();
        }
    }

    // What the kernel asks before it opens a process's environment it asks for its memory and for a debugger too
    // (ptrace(2)).
    private static async Task<bool> CanReadAsync(int id)
    {
        using var read = Process.Start(
            new ProcessStartInfo(
                "sh", ["-c", $"exec {Unprivileged} cat /proc/{id.ToString(CultureInfo.InvariantCulture)}/environ"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await read.StandardOutput.ReadToEndAsync(Patience.Limit);
        await read.WaitForExitAsync(Patience.Limit);
        return read.ExitCode == 0 && output.Length > 0;
    }

    // The same read of a process without that defence succeeds, once the shell has become it.
    private static async Task BecomesReadableAsync(int id)
    {
        var limit = Patience.Limit;
        while (!await CanReadAsync(id))
        {
            limit.ThrowIfCancellationRequested();
        }
    }

    private string Script(string name, string command)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{command}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
