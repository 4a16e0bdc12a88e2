using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Demo;

/// <summary>Shows a mounted volume, and what it took.</summary>
internal static class VolumeReport
{
    /// <summary>Writes the volume's files with mode and size, and the versions behind them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">Where it is mounted.</param>
    /// <param name="volume">The volume.</param>
    public static void Write(TextWriter output, string target, MountedVolume volume)
    {
        output.WriteLine();
        output.WriteLine(target);
        var width = volume.Files.Keys.Max(path => path.Length);
        foreach (var (path, file) in volume.Files)
        {
            var mode = Convert.ToString((int)file.Mode, 8).PadLeft(4, '0');
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {path.PadRight(width)}  {mode}  {file.Contents.Length,6} bytes"));
        }

        output.WriteLine();
        output.WriteLine("object versions");
        width = volume.Versions.Keys.Max(id => id.Length);
        foreach (var (id, version) in volume.Versions)
        {
            output.WriteLine($"  {id.PadRight(width)}  {version}");
        }
    }

    /// <summary>Writes what the provider asked of the cloud.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="calls">The calls.</param>
    public static void Write(TextWriter output, CallLog calls)
    {
        output.WriteLine();
        output.WriteLine("calls");
        foreach (var group in calls.All.GroupBy(call => (call.Service, call.Status)).OrderBy(group => group.Key))
        {
            output.WriteLine($"  {group.Count(),3} x {group.Key.Service} answered {group.Key.Status}");
        }
    }
}
