namespace Provider.Tests;

/// <summary>How long a test waits for something that should have happened long before.</summary>
internal static class Patience
{
    /// <summary>A token that ends a wait after a minute, or with the test run.</summary>
    public static CancellationToken Limit =>
        CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token).Token;
}
