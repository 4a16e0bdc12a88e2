using System.Diagnostics;
using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>
/// A container's memory limit, as far as it changes what the provider does: .NET's collector keeps the heap below 75 %
/// of it. <c>Mebibytes</c>: the limit, in MiB.
/// </summary>
internal sealed record ContainerLimit(int Mebibytes)
{
    private const double HeapShare = 0.75;

    public void Apply(ProcessStartInfo start) => start.Environment["DOTNET_GCHeapHardLimit"] =
        ((long)(Mebibytes * 1024 * 1024 * HeapShare)).ToString("X", CultureInfo.InvariantCulture);
}
