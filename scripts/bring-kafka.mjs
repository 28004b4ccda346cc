/**
 * Brings Apache Kafka, at the version we test with: its jars, by Maven, once, into a folder that
 * npm throws away with its cache. It is brought aside and renamed, so that a run that was killed
 * leaves nothing that looks whole.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tell } from './run.mjs';

const VERSION = '4.1.1';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.evertill</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** The folder of the jars. Throws, in words, where they cannot be had. */
export async function bringKafka(cache) {
  const folder = join(cache, `kafka-${VERSION}`);
  if (existsSync(folder)) return folder;
  tell(`fetching Apache Kafka ${VERSION}`);
  const making = join(cache, `making-kafka-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    writeFileSync(join(making, 'pom.xml'), pom);
    const words = ['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'];
    const ended = await capture(words, { cwd: making });
    if (ended.code !== 0) {
      throw new Error(
        `Maven and Java 17 are needed, for the broker of the tests:\n${ended.output}`,
      );
    }
    renameSync(join(making, 'lib'), folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
