using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>A mount that failed for a known reason. Its message is what the pod's event shows.</summary>
internal sealed class MountException : Exception
{
    /// <summary>The most things that one message lists; a Kubernetes event holds about a kilobyte.</summary>
    private const int LongestList = 20;

    /// <summary>
    /// A failure of one kind. <c>what</c>: what happened, to which entry, as a sentence without its full stop. Never
    /// holds a secret.
    /// </summary>
    public MountException(ErrorCode code, string what, Exception? inner = null, string? remedy = null)
        : this(inner, code, $"{code.Name}: {what}. {remedy ?? code.Remedy}")
    {
    }

    private MountException(Exception? inner, ErrorCode code, string message)
        : base(message, inner) => Code = code;

    /// <summary>The kind of failure.</summary>
    public ErrorCode Code { get; }

    /// <summary>The same failure, with the entry that it concerns in front.</summary>
    public MountException At(ObjectEntry entry)
    {
        var version = entry.Version is { } id ? $" version {Quoted.Text(id)}" : "";
        return new MountException(
            this, Code,
            $"{Code.Name}: {entry} ({entry.Type.ToWireName()}{version}): {Message[(Code.Name.Length + 2)..]}");
    }

    /// <summary>
    /// One exception for all problems of a request, each with its place; the first one gives the code.
    /// </summary>
    public static MountException From(ImmutableArray<Problem> problems)
    {
        var code = problems[0].Code;
        return problems.Length == 1
            ? new MountException(null, code, $"{code.Name}: {problems[0]}")
            : new MountException(
                null, code, $"{code.Name}: {problems.Length} problems. "
                    + string.Join(' ', problems.Select((problem, i) => $"({i + 1}) {problem}")));
    }

    /// <summary>
    /// One exception for all entries that failed: the first one's message, and the others by name and code.
    /// </summary>
    public static MountException From(ImmutableArray<(string Entry, MountException Failure)> failures)
    {
        var first = failures[0].Failure;
        var others = failures.Skip(1).Select(other => $"{other.Entry} ({other.Failure.Code})");
        return failures.Length == 1
            ? first
            : new MountException(
                first, first.Code, $"{first.Message} {failures.Length - 1} more failed: {List(others, ", ")}");
    }

    private static string List(IEnumerable<string> items, string separator)
    {
        var all = items.ToList();
        var more = all.Count > LongestList ? $"{separator}and {all.Count - LongestList} more" : "";
        return string.Join(separator, all.Take(LongestList)) + more;
    }
}
