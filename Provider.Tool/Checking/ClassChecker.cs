using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Checks one SecretProviderClass: the plan reader's own rules, and then what it passes over.</summary>
internal sealed class ClassChecker(PlanReader plans, bool separateFiles)
{
    /// <summary>Checks a class. Null when there is an error.</summary>
    public MountPlan? Check(YamlMapping document, string name, List<Finding> findings)
    {
        var spec = document.Find("spec");
        if (spec.Text("provider").Length == 0)
        {
            findings.Add(new Finding(
                Severity.Error, (spec ?? document).Position, "spec.provider", "is missing", "Write provider: azure."));
        }

        if (spec.Find("parameters") is not YamlMapping parameters)
        {
            findings.Add(new Finding(
                Severity.Error, (spec ?? document).Position, "spec.parameters", "is missing or no mapping",
                "Write the parameters below it, among them keyvaultName and objects."));
            return null;
        }

        NameRules.CheckParameters(parameters, findings);
        var entries = Entries(parameters, findings);
        SecretObjectRules.Check(spec.Find("secretObjects"), entries, separateFiles, findings);
        return Plan(parameters, name, findings);
    }

    // Read apart from the plan, which there is none of when anything is wrong.
    private static List<ObjectEntry> Entries(YamlMapping parameters, List<Finding> findings)
    {
        if (parameters.FindAnyCase(ParameterNames.Objects) is not YamlScalar { IsNull: false } objects)
        {
            return [];
        }

        var reportedByPlan = new ProblemList();
        var texts = ObjectsReader.Read(objects.Text, reportedByPlan);
        foreach (var text in texts)
        {
            NameRules.CheckEntry(text, objects, findings);
        }

        return [.. texts.Select(text => EntryRules.Read(text, default, reportedByPlan))];
    }

    private MountPlan? Plan(YamlMapping parameters, string name, List<Finding> findings)
    {
        var reading = plans.Read(SampleRequest.For(parameters, name));
        foreach (var problem in reading.Problems)
        {
            findings.Add(
                new Finding(Severity.Error, Position(problem.Place, parameters), Place(problem.Place), problem.What,
                    problem.Fix));
        }

        return reading.Plan;
    }

    private static string Place(ProblemPlace place) => "spec.parameters." + (place with { Position = null });

    // Where the objects' text is in the file is known for a literal block; else the parameter itself is the place.
    private static TextPosition Position(ProblemPlace place, YamlMapping parameters) =>
        place is { Position: { } inner } && parameters.FindAnyCase(ParameterNames.Objects) is YamlScalar objects
            ? objects.Resolve(inner)
            : parameters.PositionOf(place.Parameter);
}
