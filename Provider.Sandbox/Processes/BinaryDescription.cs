using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>Describes a provider's program: a native binary with its size, or a development build.</summary>
internal static class BinaryDescription
{
    // A development build is a small host with the program in a DLL.
    public static string Of(string binary) => File.Exists(binary + ".dll")
        ? "development build, JIT"
        : string.Create(CultureInfo.InvariantCulture, $"native binary, {new FileInfo(binary).Length / 1e6:0.0} MB");
}
