namespace CareExchange.Fhir.Definitions;

/// <summary>The R4 core pack that travels inside this assembly.</summary>
internal static class EmbeddedPack
{
    public static byte[] Read()
    {
        using var stream = typeof(EmbeddedPack).Assembly.GetManifestResourceStream("r4.core.pack")
            ?? throw new InvalidOperationException("The assembly was built without profiles/r4.core.pack.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
