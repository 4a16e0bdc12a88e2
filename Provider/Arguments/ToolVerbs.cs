using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Arguments;

/// <summary>Recognizes commands of <c>provider-tool</c> in the arguments of <c>provider</c>.</summary>
internal static class ToolVerbs
{
    private static readonly ImmutableArray<string> Verbs = ["check", "mount", "completion"];

    /// <summary>The command that a word is or is close to, else null.</summary>
    public static string? Find(string word) =>
        Verbs.FirstOrDefault(verb => NearestName.Find(word, [verb], verb.Length < 8 ? 1 : 2) is not null);
}
