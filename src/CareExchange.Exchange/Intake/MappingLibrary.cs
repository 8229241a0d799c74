using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Intake;

/// <summary>The compiled mapping folders, by partner.</summary>
public sealed class MappingLibrary(IReadOnlyDictionary<string, MappingProfile> profiles)
{
    /// <summary>A partner's mapping, or null.</summary>
    public MappingProfile? Find(string partner) => profiles.GetValueOrDefault(partner);

    /// <summary>The mapping that has a map of this url, or null.</summary>
    public MappingProfile? FindByMap(string mapUrl) => profiles.Values.FirstOrDefault(profile => profile.MapUrls.Contains(mapUrl, StringComparer.Ordinal));

    /// <summary>The mapping and its output that has a map of this url, or null.</summary>
    public (MappingProfile Profile, OutputEntry Output)? FindByOutputMap(string mapUrl)
    {
        foreach (var profile in profiles.Values)
        {
            if (profile.Outputs.FirstOrDefault(output => output.MapUrl == mapUrl) is { } found) return (profile, found);
        }

        return null;
    }
}
