using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// <c>provider-tool mount</c> into what Kubernetes mounts for an emptyDir: a directory of root's that everyone may
/// write.
/// </summary>
public sealed class LocalMountEmptyDirTests
{
    private const string AsRoot = "";
    private const string Unprivileged = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    [Theory]
    [InlineData(AsRoot, "0777", 0)]
    [InlineData(Unprivileged, "0777", 0)]
    [InlineData(AsRoot, "1777", 1)] // as /dev/shm, and /tmp where it is in memory
    [InlineData(AsRoot, null, 1)]
    [InlineData(Unprivileged, null, 1)]
    public async Task An_emptydir_is_written_to_and_the_same_without_a_mount_or_for_all_users_is_not(
        string user, string? mounted, int status)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "only root can mount, and become another user by setpriv (util-linux)");
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        stage.Vault.SetSecret("one", "1");
        var manifest = stage.Class("usePodIdentity: \"true\"", "one");
        stage.Environment["SSL_CERT_FILE"] = stage.Write("authority.pem", stage.Cloud.Root.ExportCertificatePem());
        stage.OpenToAll();
        Directory.CreateDirectory(stage.Target);
        File.SetUnixFileMode(stage.Target, (UnixFileMode)0x1FF);
        var mount = mounted is not null
            ? $"mount -t tmpfs -o mode={mounted} tmpfs '{stage.Target}' || exit 77"
            : "true";
        // A mount namespace of its own, so that nothing is left mounted.
        stage.Program = stage.Write(
            "as-in-a-pod",
            "#!/bin/sh\nexec unshare --mount sh -c '" + mount.Replace("'", "'\\''", StringComparison.Ordinal)
            + $"; {user} \"$@\"; status=$?; cat {stage.Target}/one 2> /dev/null; exit $status' sh "
                + $"{ProviderProcess.DefaultTool} \"$@\"\n",
            (UnixFileMode)0x1ED);

        var run = await stage.RunAsync("mount", manifest, "--target", stage.Target, "--credential=azure-cli");

        Assert.SkipWhen(run.Status is 77 || run.Error.Contains("unshare failed", StringComparison.Ordinal),
            "this machine does not let root mount");
        Assert.True(run.Status == status, run.Error);
        Assert.Equal(status == 0, run.Output.EndsWith('1'));
        Assert.Equal(status != 0, run.Error.Contains("can be written by other users", StringComparison.Ordinal));
    }
}
