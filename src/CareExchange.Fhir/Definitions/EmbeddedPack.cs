namespace CareExchange.Fhir.Definitions;

/// <summary>The packs that travel inside this assembly.</summary>
internal static class EmbeddedPack
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedPack).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without profiles/{name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
