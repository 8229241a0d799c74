using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;
using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Fml;

public sealed class StructureMapWriterTests
{
    private const string Map = """"
        /// title = "A map"
        /// version = "1.2"
        /// description = """
        two
        lines
        """
        map "urn:every" = "every_thing"
        conceptmap "#sex_codes" {
          prefix s = "urn:local"
          prefix t = "http://hl7.org/fhir/administrative-gender"
          unmapped for s = "unknown"
          s:1 == t:male
          s:"x y" <= t:other
          s:none --
        }
        // where it comes from
        uses "http://hl7.org/fhir/StructureDefinition/Patient" alias P as source
        uses "http://hl7.org/fhir/StructureDefinition/Patient" alias P2 as target
        imports "urn:other/*"
        let the_system = 'urn:system';
        let most = 3;
        // the first group
        group main_group(source src_p : Patient, target tgt_p : Patient) {
          // a rule
          src_p.name as name_s where (given.count() < most and %src_p.active) -> tgt_p.name as name_t share "shared_name" then names(name_s, name_t) "name_rule";
          src_p.gender default ('unknown') as g -> tgt_p.gender = translate(g, '#sex_codes', 'code');
          src_p.birthDate 0..1 as b check (b.exists()) log ('birth ' & b.toString()) -> tgt_p.birthDate = b;
          src_p.active default (src_p.name.exists()) first as a -> tgt_p.active = a;
          src_p.id as i, src_p.language as l -> tgt_p.identifier = id(the_system, i), tgt_p.language = (l), tgt_p.text as t, t.status = 'generated', tgt_p.multipleBirth = 2;
          src_p -> tgt_p.contact as c collate, c.name as n, n.text = append('a', "b"), n.family = (name_of.family) then { src_p.photo as ph then photos(ph, 'x', tgt_p); };
          src_p -> tgt_p: telecom, address;
        }
        group names(source s : HumanName, target t : HumanName) extends empty_one <<types>> {
          s.family as f -> t.family = truncate(f, most);
          s.text as x -> t.text = evaluate(s, iif(text.exists(), "yes", 'no'));
        }
        group photos(source p, source w, target t) { p -> t.photo = p; }
        group empty_one(source s, target t) <<type+>> { }
        """";

    [Fact]
    public void A_text_becomes_a_resource_and_the_text_of_that_resource_becomes_the_same_resource()
    {
        var first = MapText.Read(Map);
        Assert.Empty(first.Issues);

        var there = first.Value!.ToStructureMap(Schema.R4);
        var back = Resource(there);

        Assert.Equal(Encoding.UTF8.GetString(there), Encoding.UTF8.GetString(MapText.Read(back.Printed).Value!.ToStructureMap(Schema.R4)));
        Assert.Equal(back.Printed, Resource(MapText.Read(back.Printed).Value!.ToStructureMap(Schema.R4)).Printed);
        Assert.Contains("srcP.name as nameS where (given.count() < most and %srcP.active) -> tgtP.name as nameT share sharedName then names(nameS, nameT) \"name-rule\";", back.Printed, StringComparison.Ordinal);
        Assert.Contains("let theSystem = 'urn:system';", back.Printed, StringComparison.Ordinal);
        Assert.Contains("default (srcP.name.exists()) first as a", back.Printed, StringComparison.Ordinal);
        Assert.Contains("// where it comes from", back.Printed, StringComparison.Ordinal);
        Assert.Contains("then photos(ph, 'x', tgtP)", back.Printed, StringComparison.Ordinal);
        Assert.Contains("translate(g, '#sex-codes', 'code')", back.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_maps_do_the_same_as_text_and_as_resource()
    {
        foreach (var folder in PartnerFolder.All)
        {
            foreach (var file in folder.Maps)
            {
                var text = MapText.Read(folder.Read(file)).Value!;
                var resource = Resource(text.ToStructureMap(Schema.R4));
                Assert.Equal(resource.Printed, Resource(resource.ToStructureMap(Schema.R4)).Printed);
                var profile = folder.Compile(new Dictionary<string, string> { [file] = resource.Printed });
                foreach (var input in folder.Inputs.Where(input => !PartnerFolder.IsRefused(input)))
                {
                    Assert.Equal(Encoding.UTF8.GetString(folder.Transform(input).Value!.Bundle.Span), Encoding.UTF8.GetString(folder.Transform(input, profile).Value!.Bundle.Span));
                }
            }
        }
    }

    [Fact]
    public void A_resource_runs_as_the_text_that_it_was_made_of()
    {
        const string Text = """
            map "urn:m" = "m"
            conceptmap "sexes" { prefix s = "urn:s" prefix t = "urn:t" s:female == t:other }
            let suffix = '!';
            group main_one(source src : Patient, target tgt : Patient) {
              src.name as n_s -> tgt.name as n_t then one_name(n_s, n_t) "a name";
              src.gender as g -> tgt.gender = translate(g, '#sexes', 'code');
              src.birthDate default ('1950-01-01') as b -> tgt.birthDate = b;
            }
            group one_name(source s, target t : HumanName) { s.family as f -> t.family = (%f & suffix), t.text = append(f, suffix); }
            """;
        const string Source = """{"resourceType":"Patient","name":[{"family":"Kim"}],"gender":"female"}""";
        const string Expected = """{"resourceType":"Patient","name":[{"text":"Kim!","family":"Kim!"}],"gender":"other","birthDate":"1950-01-01"}""";
        var text = MapText.Read(Text).Value!;
        var library = new StructureMapLibrary(Schema.R4);
        library.Add(text);
        Assert.Equal(Expected, Encoding.UTF8.GetString(library.Compile("urn:m").Value!.Transform(Encoding.UTF8.GetBytes(Source)).Value!));

        var resources = new StructureMapLibrary(Schema.R4);
        resources.Add(FhirDocument.Parse(text.ToStructureMap(Schema.R4), Schema.R4).Value!.Root);
        Assert.Equal(Expected, Encoding.UTF8.GetString(resources.Compile("urn:m").Value!.Transform(Encoding.UTF8.GetBytes(Source)).Value!));
    }

    private static MapText Resource(byte[] json)
    {
        var read = MapText.Read(FhirDocument.Parse(json, Schema.R4).Value!.Root);
        Assert.Empty(read.Issues);
        return read.Value!;
    }
}
