#!/bin/sh
# Puts pipeline, template and saved search in place. Running it again puts them there again.
set -eu
folder=$(dirname "$0")
elasticsearch=${ELASTICSEARCH:-http://elasticsearch:9200}
kibana=${KIBANA:-http://kibana:5601}

put() {
  curl -sS --fail-with-body -X PUT "$elasticsearch/$1" -H 'content-type: application/json' \
    --data-binary "@$folder/$2"
  echo
}

put _ingest/pipeline/evertill pipeline.json
put _index_template/evertill index-template.json
curl -sS --fail-with-body -X POST "$kibana/api/saved_objects/_import?overwrite=true" \
  -H 'kbn-xsrf: evertill' --form "file=@$folder/saved-search.ndjson"
echo
