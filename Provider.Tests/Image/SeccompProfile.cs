using System.Text.Json.Nodes;

namespace Provider.Tests.Image;

/// <summary>
/// A container engine's seccomp profile as an OCI runtime takes it: what RuntimeDefault is for a container without
/// capabilities.
/// </summary>
internal static class SeccompProfile
{
    public static JsonObject ForNoCapabilities(string file)
    {
        var profile = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var runtime = new JsonObject
        {
            ["defaultAction"] = profile["defaultAction"]!.DeepClone(),
            ["architectures"] = new JsonArray(IsArm ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64"),
            ["syscalls"] = new JsonArray(
                [.. profile["syscalls"]!.AsArray().Where(rule => Applies(rule!))
                    .Select(rule => Rule(rule!.AsObject()))]),
        };
        if (profile["defaultErrnoRet"] is { } number)
        {
            runtime["defaultErrnoRet"] = number.DeepClone();
        }

        return runtime;
    }

    private static string Architecture => IsArm ? "arm64" : "amd64";

    private static bool IsArm =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            == System.Runtime.InteropServices.Architecture.Arm64;

    // A rule that includes a capability is not for a container without any; one that excludes some is.
    private static bool Applies(JsonNode rule) =>
        Names(rule["includes"]?["caps"]).Length == 0
        && (Names(rule["includes"]?["arches"]) is not { Length: > 0 } included || included.Contains(Architecture))
        && !Names(rule["excludes"]?["arches"]).Contains(Architecture);

    private static string[] Names(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    private static JsonObject Rule(JsonObject rule) => new(rule
        .Where(field =>
            field.Key is "names" or "action" or "errnoRet"
                || (field.Key == "args" && field.Value is JsonArray { Count: > 0 }))
        .Where(field => field.Value is not null)
        .Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value!.DeepClone())));
}
