using Provider.Tests.Sandbox.Driver;

namespace Provider.Tests.EndToEnd;

/// <summary>How the Go provider treats the socket's file.</summary>
internal sealed class GoProvider(string path, ScriptedProvider provider) : IAsyncDisposable
{
    private bool isKilled;
    private bool isOver;

    public static async Task<GoProvider> StartAsync(string path)
    {
        var provider =
            new ScriptedProvider { Mount = (_, _) => Task.FromResult(ScriptedProvider.Volume("one", "1")) };
        await provider.StartAsync();
        System.IO.File.Delete(path);
        System.IO.File.Move(provider.SocketPath, path);
        return new GoProvider(path, provider);
    }

    /// <summary>Ends without removing the file.</summary>
    public void Kill() => isKilled = true;

    public async Task StopAsync()
    {
        if (!isOver)
        {
            isOver = true;
            System.IO.File.Delete(path);
            await provider.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isKilled)
        {
            await provider.DisposeAsync();
        }
        else
        {
            await StopAsync();
        }
    }
}
