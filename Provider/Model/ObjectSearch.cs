using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>The search of an entry for objects of a vault: by name, by tags, or both.</summary>
// Tags: an object must have all of them.
// Alias: the template of the files' paths.
// MaxObjects: more objects fail the mount.
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
