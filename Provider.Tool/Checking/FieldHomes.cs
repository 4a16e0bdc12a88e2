using System.Collections.Frozen;
using Provider.Parameters;

namespace Provider.Tool.Checking;

/// <summary>Where the fields of a SecretProviderClass belong, for findings about misplaced ones.</summary>
internal static class FieldHomes
{
    public const string Parameters = "spec.parameters";
    public const string Entry = "an entry of objects";

    private static readonly string[] AccessParameters =
    [
        ParameterNames.UsePodIdentity, ParameterNames.UseVmManagedIdentity, ParameterNames.UseAzureTokenProxy,
        ParameterNames.ClientId,
    ];

    private static readonly FrozenDictionary<string, string> Homes = All()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a field belongs; null for an unknown field.</summary>
    public static string? Of(string field) => Homes.GetValueOrDefault(field);

    /// <summary>Whether a parameter, in any case, chooses the access mode.</summary>
    public static bool IsAccess(string parameter) =>
        AccessParameters.Contains(parameter, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, string> All()
    {
        var homes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["provider"] = "spec",
            ["parameters"] = "spec",
            ["secretObjects"] = "spec",
            ["name"] = "metadata",
            ["namespace"] = "metadata",
            ["labels"] = "metadata",
            ["annotations"] = "metadata",
            ["secretName"] = "an item of spec.secretObjects",
            ["data"] = "an item of spec.secretObjects",
            ["key"] = "an item of data",
            ["objectName"] = "an item of data",
            ["array"] = "spec.parameters.objects",
        };
        foreach (var parameter in ParameterNames.OfClass)
        {
            homes[parameter] = Parameters;
        }

        foreach (var field in EntryText.All)
        {
            homes.TryAdd(field, Entry);
        }

        return homes;
    }
}
