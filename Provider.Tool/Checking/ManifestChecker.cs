using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>
/// Checks the SecretProviderClasses of a manifest file as a cluster and a mount would, and what both would ignore. No
/// network.
/// </summary>
internal sealed class ManifestChecker(ClassChecker classes)
{
    /// <summary>
    /// Checks a file. Documents of other kinds, and classes of other providers, are skipped; a document that is not
    /// YAML is a finding without a class's name.
    /// </summary>
    public IEnumerable<CheckedClass> Check(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var whole = new ManifestDocument(text, LinesBefore: 0);
        // Document by document only if the file as a whole cannot be read.
        var documents = Read(whole, out _) is not null ? [whole]
            : text.TrimStart().StartsWith('{') ? ManifestDocument.SplitJson(text)
            : ManifestDocument.Split(text);
        foreach (var document in documents)
        {
            var nodes = Read(document, out var error);
            var found = nodes is null ? [Broken(document, error!)] : Check(nodes, names);
            foreach (var one in found)
            {
                yield return Shifted(one, document.LinesBefore);
            }
        }
    }

    private static List<YamlNode>? Read(ManifestDocument document, out YamlFormatException? error)
    {
        try
        {
            error = null;
            return [.. YamlReader.ReadAll(document.Text)];
        }
        catch (YamlFormatException fault)
        {
            error = fault;
            return null;
        }
    }

    private static CheckedClass Broken(ManifestDocument document, YamlFormatException error)
    {
        var finding = BrokenDocument.Explain(document.Text, error);
        return new CheckedClass("", finding.Position, null, [finding]);
    }

    private IEnumerable<CheckedClass> Check(List<YamlNode> nodes, HashSet<string> names)
    {
        // Aliases can repeat a list and a class: each is checked once.
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        var lists = nodes.OfType<YamlSequence>()
            .Where(list => list.Items.OfType<YamlMapping>().Any(ManifestKind.IsOurs)).Select(Listed);
        return lists.Concat(nodes.SelectMany(node => Unpack(node, seen)).Where(ManifestKind.IsOurs)
            .Select(one => Check(one, names)));
    }

    private static CheckedClass Listed(YamlSequence list) => new("", list.Position, null, [new Finding(
        FindingCodes.FieldType, list.Position, "document", "is a list, and Kubernetes accepts only a mapping here",
        "Write each object as a document of its own, or kind: List and items: above them.")]);

    private static IEnumerable<YamlMapping> Unpack(YamlNode node, HashSet<YamlNode> seen) =>
        node is not YamlMapping document || !seen.Add(node) ? []
        : ManifestKind.Items(document) is { } list ? list.Items.SelectMany(item => Unpack(item, seen))
        : [document];

    private CheckedClass Check(YamlMapping document, HashSet<string> names)
    {
        var metadata = document.Find("metadata");
        var name = string.Join(
            '/', new[] { metadata.Text("namespace"), metadata.Text("name") }.Where(part => part.Length > 0));
        var findings = new FindingList();
        ManifestKind.Check(document, findings);
        if (name.Length > 0 && !names.Add(name))
        {
            findings.Add(
                FindingCodes.NameRepeated, metadata.Find("name")?.Position ?? document.Position, "metadata.name",
                $"another class of this file has the name {Quoted.Text(name)} too, and the last one counts",
                "Give each class a name of its own.");
        }

        var plan = classes.Check(document, name, findings);
        return new CheckedClass(name, document.Position, findings.HasErrors ? null : plan, findings.InOrder);
    }

    private static CheckedClass Shifted(CheckedClass one, int lines)
    {
        TextPosition Shift(TextPosition position) => position with { Line = position.Line + lines };
        return one with
        {
            Position = Shift(one.Position),
            Findings = [.. one.Findings.Select(finding => finding with { Position = Shift(finding.Position) })],
        };
    }
}

/// <summary>The result of checking one SecretProviderClass. <c>Plan</c> is null if there is an error.</summary>
internal sealed record CheckedClass(
    string Name, TextPosition Position, MountPlan? Plan, ImmutableArray<Finding> Findings);
