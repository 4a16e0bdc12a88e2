using System.Collections.Immutable;
using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>
/// Checks one SecretProviderClass: the schema, the plan reader's own rules, and what a mount ignores.
/// </summary>
internal sealed class ClassChecker(PlanReader plans, bool separateFiles, bool comparesWithGo = false)
{
    private const string Parameters = "spec.parameters";

    /// <summary>Checks a class. Returns the plan, or null if there is an error.</summary>
    public MountPlan? Check(YamlMapping document, string name, FindingList findings)
    {
        ShapeRules.Check(document, ClassShape.Root, "", findings);
        MetadataRules.Check(document, findings);
        var spec = document.Find("spec");
        if (spec.Find("parameters") is not YamlMapping parameters)
        {
            CheckProvider(document, spec, findings);
            RequireParameters(document, spec, findings);
            return null;
        }

        ParameterRules.Check(parameters, findings);
        CheckProvider(document, spec, findings);
        var (texts, areAll) = Entries(parameters, findings);
        List<ObjectEntry> entries = [.. texts.Select(text => EntryRules.Read(text, default, new ProblemList()))];
        var plan = Plan(parameters, texts, name, findings);
        if (comparesWithGo)
        {
            GoDifferences.Check(parameters, plan, findings);
        }

        // What a search finds is known to the vault only.
        var areKnown = areAll && entries.TrueForAll(entry => entry.Search is null)
            && texts.All(text => IsNamed(text, findings));
        var files = areKnown ? ClassFiles.Of(entries, separateFiles) : null;
        new SecretObjectRules(files, findings).Check(spec.Find("secretObjects"));
        return findings.HasErrors ? null : plan;
    }

    // A file whose name is wrong is why a Secret has none.
    private static bool IsNamed(EntryText entry, FindingList findings) =>
        entry.Find(EntryText.ObjectName, new ProblemList()) is { Length: > 0 }
            && entry.Find(EntryText.ObjectAlias, new ProblemList()) is not null
            && !findings.IsExplained(FindingList.FieldOf(entry.Index, EntryText.ObjectName))
            && !findings.IsExplained(FindingList.FieldOf(entry.Index, EntryText.ObjectAlias));

    private static void CheckProvider(YamlMapping document, YamlNode? spec, FindingList findings)
    {
        var provider = spec.Text("provider");
        if (provider == ManifestKind.Azure || findings.IsExplained("spec.provider") || findings.IsExplained("provider"))
        {
            return;
        }

        if (provider.Length == 0)
        {
            if (!findings.IsExplained("spec"))
            {
                findings.Add(
                    FindingCodes.FieldMissing, (spec ?? document).Position, "spec.provider", "is missing",
                    "Write provider: azure.");
            }

            return;
        }

        findings.Add(
            FindingCodes.ProviderUnknown, spec.Find("provider")!.Position, "spec.provider",
            $"{Quoted.Text(provider)} is not the name of this provider, so the driver would not find its socket",
            "Write provider: azure.");
    }

    private static void RequireParameters(YamlMapping document, YamlNode? spec, FindingList findings)
    {
        if (spec.Find("parameters") is { } other && !findings.IsExplained(Parameters))
        {
            findings.Add(
                FindingCodes.FieldType, other.Position, Parameters, "is not a mapping",
                "Write the parameters below it, among them keyvaultName and objects.");
        }
        else if (!findings.IsExplained(Parameters) && !findings.IsExplained("spec"))
        {
            findings.Add(
                FindingCodes.FieldMissing, (spec ?? document).Position, Parameters, "is missing",
                "Write the parameters below it, among them keyvaultName and objects.");
        }
    }

    // Read separately from the plan, which does not exist if anything is wrong.
    private static (ImmutableArray<EntryText> Texts, bool AreAll) Entries(YamlMapping parameters, FindingList findings)
    {
        if (parameters.FindAnyCase(ParameterNames.Objects) is not YamlScalar { IsNull: false } objects)
        {
            return ([], false);
        }

        var ofShape = new ProblemList();
        var texts = ObjectsReader.Read(objects.Text, ofShape);
        foreach (var text in texts)
        {
            EntryFieldRules.Check(text, objects, findings);
        }

        return (texts, ofShape.IsEmpty);
    }

    private MountPlan? Plan(
        YamlMapping parameters, ImmutableArray<EntryText> texts, string name, FindingList findings)
    {
        // If the class sets no mode, the pod's volume must name a Secret.
        var needsPrincipal = !NamesMode(parameters);
        var reading = plans.Read(SampleRequest.For(parameters, name, needsPrincipal));
        if (needsPrincipal)
        {
            HintAtPrincipal(reading, parameters, findings);
        }

        foreach (var hint in reading.Hints)
        {
            Add(hint, parameters, findings);
        }

        foreach (var problem in reading.Problems)
        {
            if (ObjectsText.Explain(problem, parameters) is { } mistake)
            {
                findings.AddOnce(mistake);
            }
            else
            {
                findings.AddProblem(problem, ObjectsText.Position(InEntry(problem.Place, texts), parameters));
            }
        }

        return reading.Plan;
    }

    // A problem of two entries is found after their text has been read.
    private static ProblemPlace InEntry(ProblemPlace place, ImmutableArray<EntryText> texts) =>
        place is { Position: null, EntryIndex: { } index }
            && texts.FirstOrDefault(one => one.Index == index) is { } text
            ? place with { Position = text.Position(text.Node(place.Field ?? EntryText.ObjectName)) }
            : place;

    private static bool NamesMode(YamlMapping parameters) => parameters.Entries.Any(entry =>
        FieldHomes.IsAccess(entry.Key.Text) && entry.Value is YamlScalar { IsNull: false } value
        && FlagReader.IsTrue(entry.Key.Text, value.Text.Trim(), new ProblemList()) != false);

    private static void HintAtPrincipal(PlanReading reading, YamlMapping parameters, FindingList findings)
    {
        // A class without any of them is one for a service principal; one that turns modes off may have meant another.
        if (parameters.Entries.FirstOrDefault(entry => FieldHomes.IsAccess(entry.Key.Text)) is { Key: { } access }
            && !findings.IsExplained(ParameterNames.ClientId)
            && reading.Hints.All(hint => hint.Kind != HintKind.Ignored))
        {
            findings.Add(
                FindingCodes.AccessModeMissing, access.Position, $"{Parameters}.{access.Text}",
                "gives no access mode, and nothing else does, so the pod's volume must have a nodePublishSecretRef",
                $"For workload identity write {ParameterNames.ClientId} and {ParameterNames.TenantId}.");
            // A class for one of the other modes needs none: the flag is the mistake.
            findings.Explain(ParameterNames.TenantId);
        }
    }

    private static void Add(Hint hint, YamlMapping parameters, FindingList findings)
    {
        var place = "spec.parameters." + (hint.Place with { Position = null });
        if (hint.Kind == HintKind.FieldSpelling)
        {
            findings.Add(
                FindingCodes.EntryFieldSpelling, ObjectsText.Position(hint.Place, parameters), place, hint.What,
                hint.Fix);
            findings.Explain(FindingList.FieldOf(hint.Place.EntryIndex!.Value, hint.Place.Field!));
        }
        else if (!findings.IsExplained(hint.Place.Parameter))
        {
            findings.Add(
                FindingCodes.ParameterIgnored, ObjectsText.Position(hint.Place, parameters), place, hint.What,
                hint.Fix);
        }
    }
}
