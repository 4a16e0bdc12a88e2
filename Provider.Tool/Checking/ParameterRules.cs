using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Checks names and values of a class's parameters for mistakes that do not fail a mount.</summary>
internal static class ParameterRules
{
    private const string Place = "spec.parameters.";
    private const string Array = "array";

    // The Go provider's first versions read them.
    private static readonly string[] Retired = ["resourceGroup", "subscriptionId"];

    private static readonly string[] NodeIdentities =
        [ParameterNames.UsePodIdentity, ParameterNames.UseVmManagedIdentity];

    public static void Check(YamlMapping parameters, FindingList findings)
    {
        foreach (var (key, value) in parameters.Entries)
        {
            if (!TextRules.CheckName(key.Text, key.Position, Place + Quoted.Text(key.Text), findings))
            {
                Check(parameters, key, value, findings);
            }
        }
    }

    private static void Check(YamlMapping parameters, YamlScalar key, YamlNode value, FindingList findings)
    {
        if (ParameterNames.OfClass.FirstOrDefault(name => name.Equals(key.Text,
            StringComparison.OrdinalIgnoreCase)) is { } documented)
        {
            CheckSpelling(parameters, key, documented, findings);
            CheckValue(parameters, key, value, documented, findings);
        }
        else if (key.Text == Array && IsEmpty(parameters.FindAnyCase(ParameterNames.Objects)))
        {
            findings.Add(
                FindingCodes.BlockUnindented, key.Position, Place + key.Text,
                "belongs to objects, but is not indented below it",
                "Write objects: | and indent the lines below it with two more blanks.");
            findings.Explain(ParameterNames.Objects);
        }
        else if (FieldHomes.Of(key.Text) is { } home)
        {
            AddMisplaced(key, value, home, findings);
        }
        else
        {
            CheckUnknown(key, value, findings);
        }
    }

    private static void AddMisplaced(YamlScalar key, YamlNode value, string home, FindingList findings)
    {
        // Kubernetes accepts any text here.
        var severity = ScalarType.OtherThanText(value) is null ? Severity.Warning : Severity.Error;
        findings.Add(
            FindingCodes.FieldMisplaced with { Severity = severity }, key.Position, Place + key.Text,
            $"is ignored here, because it belongs to {home}", "Move it there.");
        findings.Explain($"{home}.{key.Text}");
    }

    private static void CheckSpelling(
        YamlMapping parameters, YamlScalar key, string documented, FindingList findings)
    {
        if (key.Text == documented)
        {
            return;
        }

        if (key.Text == ParameterNames.OlderTenantId)
        {
            findings.Add(
                FindingCodes.OlderSpelling, key.Position, Place + key.Text, "is the older spelling",
                $"Write {documented}.");
            return;
        }

        var what = FieldHomes.IsAccess(documented) && parameters.Entries.Any(entry => GivesMode(entry.Key.Text))
            ? "is not the documented spelling, and has no effect beside an access mode in its own"
            : "is not the documented spelling, and the Go provider ignores it";
        findings.Add(
            FindingCodes.ParameterSpelling, key.Position, Place + key.Text, what, $"Write {documented}.");
    }

    private static void CheckUnknown(YamlScalar key, YamlNode value, FindingList findings)
    {
        var nearest = MeantName.Find(key.Text, ParameterNames.OfClass);
        var fix = Retired.Contains(key.Text, StringComparer.OrdinalIgnoreCase)
            ? "Remove it: no version that is still in use reads it."
            : nearest is not null ? $"Did you mean {nearest}?"
            : $"Known are {string.Join(", ", ParameterNames.OfClass)}.";
        findings.Add(FindingCodes.ParameterUnknown, key.Position, Place + key.Text, "is unknown and ignored", fix);
        if (nearest is not null)
        {
            findings.Explain(nearest);
        }
        else if (ScalarType.OtherThanText(value) is not null)
        {
            CheckType(key, value, key.Text, findings);
        }
    }

    private static bool GivesMode(string parameter) =>
        parameter is ParameterNames.UsePodIdentity or ParameterNames.UseVmManagedIdentity
            or ParameterNames.UseAzureTokenProxy or ParameterNames.ClientId;

    private static void CheckValue(
        YamlMapping parameters, YamlScalar key, YamlNode value, string documented, FindingList findings)
    {
        if (documented == ParameterNames.Objects && value is YamlMapping or YamlSequence)
        {
            findings.Add(
                FindingCodes.BarMissing, key.Position, Place + key.Text,
                "is YAML, and Kubernetes accepts only text here",
                "Write a bar after it: objects: |");
            findings.Explain(documented);
        }
        else if (ScalarType.OtherThanText(value) is not null)
        {
            CheckType(key, value, documented, findings);
        }
        else if (documented != ParameterNames.Objects && value is YamlScalar text
            && (TextRules.CheckValue(text.Text, value.Position, Place + key.Text, findings)
                || IsUnlikely(parameters, text, key, documented, findings)))
        {
            findings.Explain(documented);
        }
    }

    private static void CheckType(YamlScalar key, YamlNode value, string documented, FindingList findings)
    {
        // An empty objects and the lines that are not indented below it are one mistake.
        if (!findings.IsExplained(documented) || value is not YamlScalar { IsNull: true })
        {
            var fix = value switch
            {
                YamlScalar { IsNull: true } => "Write a value, or remove the line.",
                YamlScalar scalar => $"Write {ScalarType.InQuotes(scalar)} in quotes.",
                _ => "Write one value on the line.",
            };
            findings.Add(
                FindingCodes.FieldType, value.Position, Place + key.Text,
                $"is {ScalarType.OtherThanText(value)}, and Kubernetes accepts only text here", fix);
            findings.Explain(documented);
            if (FieldHomes.IsAccess(documented))
            {
                // Without it the intended mode, and so its required parameters, are unknown.
                findings.Explain(ParameterNames.ClientId);
                findings.Explain(ParameterNames.TenantId);
            }
        }
    }

    private static bool IsUnlikely(
        YamlMapping parameters, YamlScalar value, YamlScalar key, string documented, FindingList findings)
    {
        var text = value.Text.Trim();
        if (text.Length == 0 || Guid.TryParseExact(text, "D", out _))
        {
            return false;
        }

        switch (documented)
        {
            case ParameterNames.ClientId:
                findings.Add(
                    FindingCodes.ClientIdUnlikely, value.Position, Place + key.Text,
                    $"{Quoted.Text(text)} is not a client id",
                    "Write the client id (application id) of the identity, such as az identity show prints it.");
                return true;
            case ParameterNames.TenantId when UsesTenant(parameters)
                && !text.Contains('.', StringComparison.Ordinal) && !Cloud.IsAdfs(text):
                findings.Add(
                    FindingCodes.TenantUnlikely, value.Position, Place + key.Text,
                    $"{Quoted.Text(text)} is neither the id of a tenant nor one of its domains",
                    "Write the tenant's id, as az account show prints it, or a domain such as "
                    + "contoso.onmicrosoft.com.");
                return true;
            default:
                return false;
        }
    }

    // The node's identities need no tenant: NMI and IMDS determine it.
    private static bool UsesTenant(YamlMapping parameters) => !parameters.Entries.Any(entry =>
        NodeIdentities.Contains(entry.Key.Text, StringComparer.OrdinalIgnoreCase)
        && entry.Value is YamlScalar flag && FlagReader.Value(flag.Text.Trim()) == true);

    private static bool IsEmpty(YamlNode? node) =>
        node is null || (node is YamlScalar scalar && string.IsNullOrWhiteSpace(scalar.Text));
}
