namespace CareExchange.Architecture.Tests;

/// <summary>Fails with every complaint in full, one a line, so that the reader knows what to move.</summary>
internal static class Guard
{
    public static void Accepts(IEnumerable<string> complaints)
    {
        var lines = complaints.ToArray();
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
