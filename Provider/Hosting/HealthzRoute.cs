namespace Provider.Hosting;

/// <summary>Matches the paths of the health endpoint as a pattern of Go's <c>http.ServeMux</c> does.</summary>
internal sealed class HealthzRoute(string path)
{
    public bool Matches(PathString requested) =>
        requested.Value is { } value
        && (value == path || (path.EndsWith('/') && value.StartsWith(path, StringComparison.Ordinal)));

    /// <summary>Whether a path is the endpoint's without its last slash, so that the client is redirected.</summary>
    public bool IsRedirected(PathString requested) => requested.Value + "/" == path;

    public Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect(
            new PathString(path).ToUriComponent() + context.Request.QueryString, permanent: false,
            preserveMethod: true);
        return Task.CompletedTask;
    }
}
