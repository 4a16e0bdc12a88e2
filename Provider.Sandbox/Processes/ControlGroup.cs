using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>
/// A control group with a limit of processor time, as a container has: so many milliseconds in each 100.
/// </summary>
/// <remarks>
/// The kernel counts, so the figures are those of a node. Making one needs root and a writable /sys/fs/cgroup.
/// </remarks>
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;
    private readonly string folder;

    private ControlGroup(string folder) => this.folder = folder;

    /// <summary>Makes a group. <c>millicores</c>: the limit, in thousandths of a processor.</summary>
    /// <exception cref="ProviderStartException">The kernel or the container does not allow it.</exception>
    public static ControlGroup WithProcessorLimit(int millicores)
    {
        var isUnified = File.Exists($"{Root}/cgroup.controllers");
        var group = new ControlGroup(Path.Combine(Root, isUnified ? "" : "cpu", $"sandbox-{Guid.NewGuid():N}"));
        var quota = (PeriodMicroseconds / 1000 * millicores).ToString(CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(group.folder);
            if (isUnified)
            {
                File.WriteAllText($"{group.folder}/cpu.max", $"{quota} {PeriodMicroseconds}");
            }
            else
            {
                File.WriteAllText($"{group.folder}/cpu.cfs_quota_us", quota);
            }

            return group;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProviderStartException(
                $"no control group with a processor limit can be made here: {error.Message}", "");
        }
    }

    /// <summary>Moves a process into the group.</summary>
    public void Add(int process) =>
        File.WriteAllText($"{folder}/cgroup.procs", process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes the group; its processes must have ended.</summary>
    public void Dispose() => Directory.Delete(folder);
}
