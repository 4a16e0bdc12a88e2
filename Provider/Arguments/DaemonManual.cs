using Provider.Arguments.Help;

namespace Provider.Arguments;

/// <summary>The daemon's manual, made from its table of flags.</summary>
internal static class DaemonManual
{
    public const string Program = "provider";

    private const string Other = "Other";

    private static readonly ManualTexts Texts = new(
        [(0, "it served and was stopped"), (1, "it could not start"), (2, "the arguments are wrong")],
        [
            ("Serve the driver, as in the DaemonSet",
                "provider --endpoint=unix:///provider/azure.sock --log-format-json"),
            ("Print the version", "provider --version"),
        ]);

    public static Manual Make()
    {
        var shown = DaemonFlags.All().Where(flag => !flag.IsHidden).ToList();
        return new Manual(
            Program, "",
            "The Azure Key Vault provider for the Kubernetes Secrets Store CSI driver. It serves until it is stopped. "
            + "Flags are read as Go's flag package reads them; klog's are accepted and ignored.",
            [],
            [
                .. shown.GroupBy(flag => flag.Group, Describe).Where(group => group.Key != Other)
                    .Select(group => new ManualGroup(group.Key, [.. group])),
                new ManualGroup(Other, [.. shown.Where(flag => flag.Group == Other).Select(Describe), ManualFlag.Help]),
            ],
            Texts);
    }

    private static ManualFlag Describe(DaemonFlag flag) => new(
        flag.Shown, flag.Type.Placeholder, flag.Purpose, flag.Default, flag.IsIgnored || flag.Type == FlagType.Boolean
            ? null
            : flag.Rule,
        flag.Variable, false, flag.Values);
}
