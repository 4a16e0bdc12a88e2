using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Finds names that a mount would ignore, and says what they may have been meant for.</summary>
internal static class NameRules
{
    private static readonly string[] Parameters =
    [
        ParameterNames.KeyVaultName, ParameterNames.TenantId, ParameterNames.CloudName,
        ParameterNames.CloudEnvironmentFile,
        ParameterNames.UsePodIdentity, ParameterNames.UseVmManagedIdentity, ParameterNames.UseAzureTokenProxy,
        ParameterNames.UserAssignedIdentityId, ParameterNames.ClientId, ParameterNames.Objects,
    ];

    private static readonly string[] Fields = [.. EntryText.All];

    /// <summary>Checks the parameters' names, and that their values are text, as the class's schema demands.</summary>
    public static void CheckParameters(YamlMapping parameters, List<Finding> findings)
    {
        foreach (var (key, value) in parameters.Entries)
        {
            var place = "spec.parameters." + key.Text;
            if (value is not YamlScalar scalar || !IsText(scalar))
            {
                findings.Add(new Finding(
                    Severity.Error, value.Position, place, "is not text, and Kubernetes accepts only text here",
                    value is YamlScalar bare
                        ? $"Write \"{bare.Text}\" in quotes."
                        : "Begin the value with | and indent it."));
            }

            if (!Parameters.Contains(key.Text, StringComparer.OrdinalIgnoreCase)
                && Array.Exists(Fields, field => field.Equals(key.Text, StringComparison.OrdinalIgnoreCase)))
            {
                findings.Add(new Finding(
                    Severity.Warning, key.Position, place, "is ignored here",
                    $"{key.Text} is a field of an entry of objects: move it there."));
            }
            else
            {
                CheckName(key.Text, Parameters, key.Position, place, findings);
            }
        }
    }

    /// <summary>Checks the names of an entry's fields.</summary>
    public static void CheckEntry(EntryText entry, YamlScalar objects, List<Finding> findings)
    {
        foreach (var (key, _) in entry.Fields.Entries)
        {
            var position = objects.Resolve(entry.Position(key));
            CheckName(key.Text, Fields, position, $"spec.parameters.objects[{entry.Index}] {key.Text}", findings);
        }
    }

    private static void CheckName(
        string name, string[] known, TextPosition position, string place, List<Finding> findings)
    {
        if (Array.Exists(known, one => one == name))
        {
            return;
        }

        if (Array.Find(known, one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } documented)
        {
            findings.Add(new Finding(
                Severity.Warning, position, place, "is not the documented spelling, which other tools may not take",
                $"Write {documented}."));
            return;
        }

        var fix = NearestName.Find(name, known) is { } nearest
            ? $"Did you mean {nearest}?"
            : $"Known are {string.Join(", ", known)}.";
        findings.Add(new Finding(Severity.Warning, position, place, "is unknown and ignored", fix));
    }

    // What the YAML 1.1 readers of Kubernetes' tools take for something else than text, when it stands without quotes.
    private static bool IsText(YamlScalar scalar) =>
        !scalar.IsNull
        && !(scalar.IsPlain && (scalar.Text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off"
            || double.TryParse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture, out _)));
}
