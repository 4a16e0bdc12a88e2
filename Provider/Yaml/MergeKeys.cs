using System.Collections.Immutable;

namespace Provider.Yaml;

/// <summary>Applies merge keys (<c>&lt;&lt;</c>) as Go's yaml.v3 does: own keys first, then merged ones.</summary>
internal sealed class MergeKeys(int budget)
{
    private const string Key = "<<";
    private int remaining = budget;

    /// <exception cref="YamlFormatException">
    /// A merged value is not a mapping, or the merges of one text are too many.
    /// </exception>
    public ImmutableArray<(YamlScalar Key, YamlNode Value)> Apply(
        ImmutableArray<(YamlScalar Key, YamlNode Value)> entries, HashSet<string> keys)
    {
        if (!keys.Contains(Key)
            || entries.First(entry => entry.Key.Text == Key) is not { Key.IsPlain: true, Value: var merged })
        {
            return entries;
        }

        var result = entries.Where(entry => entry.Key.Text != Key).ToImmutableArray().ToBuilder();
        foreach (var source in merged is YamlSequence list ? list.Items : [merged])
        {
            if (source is not YamlMapping mapping)
            {
                throw new YamlFormatException("a merge key takes a mapping or a list of mappings", source.Position);
            }

            // Nested merges could grow far beyond the text.
            remaining -= mapping.Entries.Length + 1;
            if (remaining < 0)
            {
                throw new YamlFormatException("its merge keys expand to too many values", source.Position);
            }

            result.AddRange(mapping.Entries.Where(entry => keys.Add(entry.Key.Text)));
        }

        return result.ToImmutable();
    }
}
