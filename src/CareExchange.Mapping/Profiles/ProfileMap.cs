using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Profiles;

/// <summary>One line of the manifest, ready to run.</summary>
internal sealed record ProfileMap(ManifestMap Manifest, CompiledMap Map, IMessageSource Source)
{
    /// <summary>True where the line of the manifest takes messages of this type and event; what has no type that can be read is left to the reader to refuse.</summary>
    public bool Reads(ReadOnlySpan<byte> message)
    {
        if (Manifest.Messages.Count == 0 || Hl7v2Header.Read(message) is not { } header) return true;
        foreach (var type in Manifest.Messages)
        {
            if (FilePattern.Matches(type, $"{header.MessageCode}^{header.TriggerEvent}")) return true;
        }

        return false;
    }
}
