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
    [InlineData(AsRoot, true, 0)]
    [InlineData(Unprivileged, true, 0)]
    [InlineData(AsRoot, false, 1)]
    [InlineData(Unprivileged, false, 1)]
    public async Task An_emptydir_is_written_to_and_the_same_without_a_mount_is_not(
        string user, bool isMounted, int status)
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
        var mount = isMounted ? $"mount -t tmpfs -o mode=0777 tmpfs '{stage.Target}' || exit 77" : "true";
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
        Assert.Equal(isMounted, run.Output.EndsWith('1'));
        Assert.Equal(!isMounted, run.Error.Contains("can be written by other users", StringComparison.Ordinal));
    }
}
