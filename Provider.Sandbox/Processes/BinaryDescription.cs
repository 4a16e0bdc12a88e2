using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>Says of a provider's program what it is: native and how large, or a development build.</summary>
internal static class BinaryDescription
{
    // A development build is a small host beside the program's real code.
    public static string Of(string binary) => File.Exists(binary + ".dll")
        ? "development build, JIT"
        : string.Create(CultureInfo.InvariantCulture, $"native binary, {new FileInfo(binary).Length / 1e6:0.0} MB");
}
