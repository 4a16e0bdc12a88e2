using System.Collections.Immutable;

namespace Provider.Tests.Docs;

/// <summary>
/// The commands of other tools that documents use, each with the flags it has: <c>Fixtures/commands.txt</c>.
/// </summary>
internal sealed class KnownCommands(ImmutableSortedDictionary<string, ImmutableHashSet<string>> flags)
{
    public static KnownCommands Read() => new(
        File.ReadLines(Path.Combine(Repository.Root, "Provider.Tests", "Docs", "Fixtures", "commands.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(": "))
            .ToImmutableSortedDictionary(
                parts => parts[0].TrimEnd(':'),
                parts => parts.Length > 1 ? parts[1].Split(' ').ToImmutableHashSet() : []));

    /// <summary>Every command of a tool, and the flags that it is said to have.</summary>
    public IEnumerable<KeyValuePair<string, ImmutableHashSet<string>>> Of(string tool) =>
        flags.Where(command => command.Key.StartsWith(tool + " ", StringComparison.Ordinal));

    /// <summary>What is wrong with a command; none when it and its flags are known.</summary>
    public string? ProblemOf(ImmutableArray<string> words)
    {
        var command = Enumerable.Range(1, words.Length).Reverse().Select(count => string.Join(' ', words.Take(count)))
            .FirstOrDefault(flags.ContainsKey);
        if (command is null)
        {
            return "no such command in Provider.Tests/Docs/Fixtures/commands.txt";
        }

        // What follows a lone -- is another program's.
        var unknown = words.Skip(1).TakeWhile(word => word != "--").Where(word => word.Length > 1 && word[0] == '-')
            .Select(word => word.Split('=')[0]).Where(flag => !flags[command].Contains(flag)).ToList();
        return unknown.Count == 0
            ? null
            : $"{command} has no {string.Join(", ", unknown)} in Provider.Tests/Docs/Fixtures/commands.txt";
    }
}
