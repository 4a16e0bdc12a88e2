using System.Collections.Immutable;
using System.Text;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Every parser of the provider that reads untrusted text.</summary>
internal static class AllTargets
{
    public static IEnumerable<string> Names => Make().Select(target => target.Name);

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        .. ParameterTargets.Make(), .. ResponseTargets.Make(), .. IdentityTargets.Make(), .. ContentTargets.Make(),
        .. PfxTargets.Make(),
        .. Http2Targets.Make(),
    ];

    public static ImmutableArray<byte[]> Utf8(params IEnumerable<string> texts) =>
        [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>An input as text, as from gRPC and files: invalid UTF-8 becomes the replacement character.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
