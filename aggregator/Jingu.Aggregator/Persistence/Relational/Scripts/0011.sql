-- Pages ask for the last events of a kind; without this each question reads every event there ever was.
CREATE INDEX event_kind ON event (kind, gateway, instant_ms);
