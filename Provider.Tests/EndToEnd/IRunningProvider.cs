namespace Provider.Tests.EndToEnd;

/// <summary>A provider that serves: in this process, or as the built binary.</summary>
internal interface IRunningProvider : IAsyncDisposable
{
    string SocketPath { get; }

    /// <summary>Its health port.</summary>
    int HealthzPort { get; }

    int MetricsPort { get; }

    /// <summary>Everything it has written.</summary>
    string Output { get; }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    Task<int> StopAsync();
}
