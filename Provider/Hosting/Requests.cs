using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Provider.Hosting;

/// <summary>Passes the server's requests to a delegate, without the services of ASP.NET's host.</summary>
internal sealed class Requests(RequestDelegate serve) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => serve(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
