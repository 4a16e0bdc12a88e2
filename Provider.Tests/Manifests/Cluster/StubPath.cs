namespace Provider.Tests.Manifests.Cluster;

/// <summary>A path of the API, such as /apis/apps/v1/namespaces/kube-system/daemonsets/x.</summary>
internal sealed record StubPath(string Group, string? Namespace, string Resource, string? Name)
{
    /// <summary>Reads a path; null when it is not an object's or a list's.</summary>
    public static StubPath? Parse(string? path)
    {
        var parts = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var rest = parts switch
        {
            ["api", "v1", ..] => parts[2..],
            ["apis", _, _, ..] => parts[3..],
            _ => [],
        };
        var group = rest.Length == 0 ? "" : string.Join('/', parts[..^rest.Length]);
        return rest switch
        {
            ["namespaces", var space, var resource] => new(group, space, resource, null),
            ["namespaces", var space, var resource, var name] => new(group, space, resource, name),
            [var resource] => new(group, null, resource, null),
            [var resource, var name] => new(group, null, resource, name),
            _ => null,
        };
    }
}
