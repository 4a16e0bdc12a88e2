using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>
/// A control group with limits of processor time and memory, as a container has.
/// </summary>
// The kernel enforces them, as on a node. Making one needs root and a writable /sys/fs/cgroup.
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;
    private readonly List<string> folders = [];
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("group-");

    private ControlGroup()
    {
    }

    /// <summary>Makes a group. <c>millicores</c>: the limit, in thousandths of a processor.</summary>
    /// <exception cref="ProviderStartException">The kernel or the container does not allow it.</exception>
    public static ControlGroup WithProcessorLimit(int millicores) => With(millicores, mebibytes: null);

    /// <exception cref="ProviderStartException">The kernel or the container does not allow it.</exception>
    public static ControlGroup With(int? millicores, int? mebibytes)
    {
        var group = new ControlGroup();
        try
        {
            group.Limit(millicores, mebibytes);
            return group;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            group.Dispose();
            throw new ProviderStartException($"no control group with limits can be made here: {error.Message}", "");
        }
    }

    public void Add(int process) => folders.ForEach(
        folder => File.WriteAllText($"{folder}/cgroup.procs", process.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Creates a script that runs a program in the group from the start.</summary>
    public string Enclose(string program)
    {
        var path = Path.Combine(directory.FullName, "run");
        var moves = string.Concat(folders.Select(folder => $"echo $$ > {folder}/cgroup.procs\n"));
        File.WriteAllText(path, $"#!/bin/sh\n{moves}exec {Path.GetFullPath(program)} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Removes the group; its processes must have ended.</summary>
    public void Dispose()
    {
        folders.Where(Directory.Exists).ToList().ForEach(Directory.Delete);
        directory.Delete(recursive: true);
    }

    private void Limit(int? millicores, int? mebibytes)
    {
        var isUnified = File.Exists($"{Root}/cgroup.controllers");
        var name = $"sandbox-{Guid.NewGuid():N}";
        if (millicores is { } share)
        {
            var quota = (PeriodMicroseconds / 1000 * share).ToString(CultureInfo.InvariantCulture);
            var folder = Make(isUnified ? name : $"cpu/{name}");
            File.WriteAllText(
                $"{folder}/{(isUnified ? "cpu.max" : "cpu.cfs_quota_us")}",
                isUnified ? $"{quota} {PeriodMicroseconds}" : quota);
        }

        if (mebibytes is { } memory)
        {
            var bytes = (memory * 1024L * 1024).ToString(CultureInfo.InvariantCulture);
            var folder = Make(isUnified ? name : $"memory/{name}");
            File.WriteAllText($"{folder}/{(isUnified ? "memory.max" : "memory.limit_in_bytes")}", bytes);
        }
    }

    private string Make(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        if (!folders.Contains(folder))
        {
            folders.Add(folder);
        }

        return folder;
    }
}
