using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;
using Jingu.Lines;
using Jingu.Lines.I2c;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>A BH1750. One that goes is opened again with the next look.</summary>
internal sealed class LightLook(SensorPlan.LightPart plan, II2cParts parts, SensorReadings readings, SiteTime site)
    : ISensorLook
{
    private ILightSensor? _sensor;

    public async ValueTask LookAsync(CancellationToken stop)
    {
        if (_sensor is null)
        {
            var opening = await parts.OpenLightSensorAsync(plan.Part, stop);
            if (opening is not LineOpening<ILightSensor>.Opened { Line: var opened })
            {
                readings.Failed(plan.Id, ((LineOpening<ILightSensor>.Failed)opening).Detail);
                return;
            }
            _sensor = opened;
        }
        switch (await _sensor.MeasureAsync(stop))
        {
            case LightOutcome.Light light:
                readings.Measured(plan.Id, new LuxReading((long)Math.Round(light.Lux), site.GetUtcNow()));
                break;
            case LightOutcome.Gone gone:
                await DisposeAsync();
                readings.Failed(plan.Id, gone.Detail);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sensor is { } sensor)
            await sensor.DisposeAsync();
        _sensor = null;
    }
}
