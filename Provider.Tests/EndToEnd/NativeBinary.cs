using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>Tests of what only the published binary does: the other one loads its assemblies from files.</summary>
internal static class NativeBinary
{
    public static bool IsTested => !File.Exists(Path.ChangeExtension(ProviderProcess.DefaultBinary, ".dll"));
}
