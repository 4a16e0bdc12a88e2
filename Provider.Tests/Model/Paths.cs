using Provider.Model;

namespace Provider.Tests.Model;

internal static class Paths
{
    public static VolumePath Of(string text) =>
        VolumePath.TryParse(text, out var path, out var fault)
            ? path
            : throw new ArgumentException(fault, nameof(text));
}
