using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the fields that ask for a metadata file.</summary>
internal static class MetadataRules
{
    /// <summary>Reads them; null without a metadata file.</summary>
    public static MetadataFile? Read(EntryText text, ProblemList problems)
    {
        var alias = text.Find(EntryText.MetadataAlias, problems);
        var hasTags = OptionalRules.IsTrue(text, EntryText.MetadataTags, problems);
        if (!string.IsNullOrEmpty(alias))
        {
            return EntryRules.Alias(text, EntryText.MetadataAlias, alias, history: 1, problems) is { } path
                ? new MetadataFile(path, hasTags)
                : null;
        }

        if (hasTags)
        {
            text.Refuse(problems, EntryText.MetadataTags, "needs metadataAlias", "Remove it, or name the file.");
        }

        return null;
    }
}
