using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Provider.Tests.Components;

/// <summary>A source file: its namespace, the types that it declares, and the namespaces that its code uses.</summary>
internal sealed partial class SourceFile
{
    private readonly string code;
    private readonly ImmutableArray<string> scopes;

    /// <summary>Reads a file's text. <c>program</c> is the root namespace of its program.</summary>
    public SourceFile(string text, string program = "Provider")
    {
        code = Quoted().Replace(Character().Replace(Comment().Replace(text, ""), ""), Holes);
        Namespace = Declared().Match(code) is { Success: true } match ? match.Groups[1].Value : program;
        Types = [.. Type().Matches(code).Select(type => type.Groups[1].Value)];
        var parts = Namespace.Split('.');
        scopes = [.. Enumerable.Range(0, parts.Length).Select(less => string.Join('.', parts[..^less]))];
    }

    public string Namespace { get; }

    public ImmutableArray<string> Types { get; }

    /// <summary>The namespaces whose types the file names, whether or not by a directive.</summary>
    public IEnumerable<string> Uses(ILookup<string, string> typesByNamespace)
    {
        var body = Using().Replace(Declared().Replace(code, ""), "");
        var imported = Using().Matches(code).Select(match => Longest(match.Groups[1].Value, typesByNamespace))
            .OfType<string>();
        var words = Word().Matches(body).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var around = scopes.Skip(1).Where(outer => typesByNamespace[outer].Any(words.Contains));
        var qualified = Qualified().Matches(body).SelectMany(match => Spelled(match.Value, typesByNamespace));
        return imported.Concat(around).Concat(qualified).Where(used => used != Namespace).Distinct();
    }

    // The text in braces is code.
    private static string Holes(Match quoted) =>
        quoted.Value[0] == '$' ? string.Concat(Hole().Matches(quoted.Value)) : "";

    // A directive may name a type: a static or an alias.
    private static string? Longest(string name, ILookup<string, string> typesByNamespace)
    {
        for (; name.Length > 0; name = name[..Math.Max(name.LastIndexOf('.'), 0)])
        {
            if (typesByNamespace.Contains(name))
            {
                return name;
            }
        }

        return null;
    }

    // Each name before a dot may be a namespace, written in full or from one that the file is in.
    private IEnumerable<string> Spelled(string name, ILookup<string, string> typesByNamespace)
    {
        var parts = name.Split('.');
        return Enumerable.Range(1, parts.Length - 1)
            .SelectMany(count => scopes.Select(scope => $"{scope}.{string.Join('.', parts[..count])}")
                .Append(string.Join('.', parts[..count]))
                .Where(candidate => typesByNamespace[candidate].Contains(parts[count])));
    }

    [GeneratedRegex(@"(?<!:)//.*|/\*.*?\*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"'(?:\\.|[^'\\])'")]
    private static partial Regex Character();

    [GeneratedRegex("[$]?\"(?:\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?:global::)?(Provider[\w.]*)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(?:internal |public |abstract |sealed |static |partial |readonly )*"
        + @"(?:class|record struct|record|struct|enum|interface|delegate [\w<>?\[\], ]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Type();

    // A name after a dot belongs to what is before it.
    [GeneratedRegex(@"(?<![\w.])\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Qualified();
}
