using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>Which objects of a vault an entry means: by name, by tags, or both.</summary>
// Tags: each of them must be there.
// Alias: the template of the files' paths.
// MaxObjects: more than these fail the mount.
internal sealed record ObjectSearch(
    NamePattern Pattern, ImmutableArray<KeyValuePair<string, string>> Tags, string Alias, int MaxObjects)
{
    public IEnumerable<ListedObject> Among(IEnumerable<ListedObject> listed, Action beforeEach)
    {
        var matches = Pattern.Matcher();
        foreach (var one in listed)
        {
            beforeEach();
            if (Tags.All(tag => one.HasTag(tag.Key, tag.Value)) && matches(one.Name))
            {
                yield return one;
            }
        }
    }
}
