using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>One line of the manifest, ready to run.</summary>
internal sealed record ProfileMap(ManifestMap Manifest, CompiledMap Map, IMessageSource Source);
