using System.Diagnostics;
using System.Globalization;
using Provider.Sandbox.Cloud.Cluster;

namespace Provider.Sandbox.Processes;

/// <summary>
/// Presents the simulated cluster to a provider as a pod sees its own: by name, by port and by the authority's file.
/// </summary>
// The files have fixed paths, so the process gets its own mount namespace; the machine's files are not changed.
internal sealed record ClusterView(ClusterApiServer Cluster)
{
    private const string Script = """
        set -e
        mount -t tmpfs tmpfs /var/run
        mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
        mount --bind "$1" /etc/hosts
        mount --bind "$2" /var/run/secrets/kubernetes.io/serviceaccount
        shift 2
        exec "$@"
        """;

    // Only root may mount; another user is root inside a user namespace.
    private static IEnumerable<string> Namespaces =>
        Environment.IsPrivilegedProcess ? ["--mount"] : ["--map-root-user", "--mount"];

    /// <summary>Why this machine does not support it; null if it does.</summary>
    public static async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var tried = Process.Start(
                new ProcessStartInfo("unshare", [.. Namespaces, "true"]) { RedirectStandardError = true })!;
            var said = await tried.StandardError.ReadToEndAsync(cancellationToken);
            await tried.WaitForExitAsync(cancellationToken);
            return tried.ExitCode == 0
                ? null
                : $"this machine allows no mount namespace ({said.Trim()}); run it as root";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unshare is not installed on this machine (Debian package util-linux)";
        }
    }

    /// <exception cref="PlatformNotSupportedException">This machine does not support it.</exception>
    public static async Task<ClusterView> OfAsync(ClusterApiServer cluster, CancellationToken cancellationToken) =>
        await WhyNotAsync(cancellationToken) is { } reason
            ? throw new PlatformNotSupportedException(reason)
            : new ClusterView(cluster);

    /// <summary>Runs the process in the view; it must not have arguments yet.</summary>
    public void Apply(ProcessStartInfo start)
    {
        start.Environment["KUBERNETES_SERVICE_PORT"] = Cluster.Port.ToString(CultureInfo.InvariantCulture);
        string[] before = [.. Namespaces, "--", "sh", "-c", Script, "sh", Cluster.HostsFile,
            Cluster.ServiceAccountDirectory, start.FileName];
        start.FileName = "unshare";
        foreach (var argument in before)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
