using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Provider.Model;

/// <summary>A mount that failed for a known reason. Its message is what the pod's event shows.</summary>
internal sealed class MountException : Exception
{
    /// <summary>The most items in one message; a Kubernetes event holds about a kilobyte.</summary>
    private const int LongestList = 20;

    /// <summary>Bytes of a message that lists problems: it is a header of the response.</summary>
    private const int LongestMessage = 16 * 1024;

    /// <summary><c>what</c>: what happened to which entry, without a full stop; never a secret.</summary>
    public MountException(ErrorCode code, string what, Exception? inner = null, string? remedy = null)
        : this(inner, code, $"{code.Name}: {what}. {remedy ?? code.Remedy}")
    {
    }

    private MountException(Exception? inner, ErrorCode code, string message)
        : base(message, inner) => Code = code;

    public ErrorCode Code { get; }

    /// <summary>The same failure, with the entry at the start of the message.</summary>
    public MountException At(ObjectEntry entry)
    {
        var version = entry.Version is { } id ? $" version {Quoted.Text(id)}" : "";
        return new MountException(
            this, Code,
            $"{Code.Name}: {entry} ({entry.Type.ToWireName()}{version}): {Message[(Code.Name.Length + 2)..]}");
    }

    /// <summary>One exception for all problems that fit into the message; the first gives the code.</summary>
    public static MountException From(ImmutableArray<Problem> problems)
    {
        var code = problems[0].Code;
        return problems.Length == 1
            ? new MountException(null, code, $"{code.Name}: {problems[0]}")
            : new MountException(null, code, $"{code.Name}: {problems.Length} problems.{List(problems)}");
    }

    /// <summary>One exception for all failed entries; the first gives code and message.</summary>
    public static MountException From(ImmutableArray<(string Entry, MountException Failure)> failures)
    {
        var first = failures[0].Failure;
        var others = failures.Skip(1).Select(other => $"{other.Entry} ({other.Failure.Code})");
        return failures.Length == 1
            ? first
            : new MountException(
                first, first.Code, $"{first.Message} {failures.Length - 1} more failed: {List(others, ", ")}");
    }

    /// <exception cref="MountException">An entry failed.</exception>
    public static void ThrowIfAny(ImmutableArray<(string Entry, MountException Failure)> failures)
    {
        if (!failures.IsEmpty)
        {
            throw From(failures);
        }
    }

    private static string List(ImmutableArray<Problem> problems)
    {
        // The last problem may be the count of those that were not listed.
        var last = $" ({problems.Length}) {problems[^1]}";
        var list = new StringBuilder();
        var bytes = Encoding.UTF8.GetByteCount(last);
        for (var i = 0; i < problems.Length - 1; i++)
        {
            var problem = $" ({i + 1}) {problems[i]}";
            bytes += Encoding.UTF8.GetByteCount(problem);
            if (bytes > LongestMessage)
            {
                list.Append(CultureInfo.InvariantCulture, $" And {problems.Length - 1 - i} more, and");
                break;
            }

            list.Append(problem);
        }

        return list.Append(last).ToString();
    }

    private static string List(IEnumerable<string> items, string separator)
    {
        var all = items.ToList();
        var more = all.Count > LongestList ? $"{separator}and {all.Count - LongestList} more" : "";
        return string.Join(separator, all.Take(LongestList)) + more;
    }
}
