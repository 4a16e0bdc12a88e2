using Provider.Model;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Entries that ask for content.</summary>
internal static class Entries
{
    public static ObjectEntry Of(
        ObjectType type, ObjectFormat format = ObjectFormat.Default, ObjectEncoding encoding = ObjectEncoding.Utf8) =>
        new(0, "name", type, Target, Version: null, History: 1, format, encoding,
            FilePermission.FromOctal("0644")!.Value);

    private static VolumePath Target =>
        VolumePath.TryParse("path", out var path, out var fault) ? path : throw new InvalidOperationException(fault);
}
